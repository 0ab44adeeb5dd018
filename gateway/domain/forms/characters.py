"""Characters and numbers as villagers type them: full width, traditional, Chinese numerals, O for 0 and l for 1."""

import re
import unicodedata
from collections.abc import Mapping

# Traditional -> simplified, for the characters of the form and of places people come from.
_PAIRS = """
記记 報报 車车 來来 電电 熱热 無无 機机 飛飞 號号 歲岁 點点 觸触 觀观 診诊 戶户 個个 們们 幾几 兩两 貳二 參三 陸六
體体 溫温 溼湿 發发 燒烧 氣气 難难 覺觉 癥症 狀状 頭头 沒没 帶带 離离 開开 關关 間间 務务 員员 嶺岭 鐵铁 動动 長长
達达 運运 駕驾 輪轮 腳脚 轉转 換换 經经 過过 遠远 進进 還还 這这 裡里 裏里 從从 後后 現现 說说 話话 請请 謝谢 門门
問问 聯联 繫系 係系 漢汉 廣广 東东 雲云 貴贵 陽阳 鄭郑 濟济 寧宁 蘇苏 贛赣 瀋沈 蘭兰 銀银 烏乌 魯鲁 齊齐 龍龙 臨临
滄沧 麗丽 麼么 緬缅 灣湾 臺台 檳槟 馬马 國国 義义 慶庆 島岛 廈厦 韓韩 趙赵 錢钱 孫孙 吳吴 馮冯 陳陈 蔣蒋 楊杨 許许
呂吕 張张 華华 嚴严 鄒邹 竇窦 蕭萧 鄧邓 劉刘 羅罗 葉叶 鐘钟 鍾钟 譚谭 賴赖 賈贾 顧顾 龔龚 萬万 畢毕 聶聂 別别 應应
頂顶 樂乐 學学 縣县 區区 鄉乡 鎮镇 為为 見见 與与 媽妈 爺爷 姊姐 婦妇 恆恒 滬沪 遼辽 龐庞 嶽岳 嵐岚 鹽盐 蕪芜 撫抚
錦锦 營营 盤盘 蘆芦 陝陕 渦涡
"""
_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FOLDED: dict[int, int | str] = {
    **_SIMPLIFIED,
    **_LOWER,
    0x2019: "'",
    0xB0: "度",
    0x2022: "·",
    0x30FB: "·",
    0xFE0F: " ",
    0x20E3: ".",
}


def normalised(body: str) -> str:
    """The message in NFKC (full width made half), lines ended alike. What is not understood is quoted from this."""
    return re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", unicodedata.normalize("NFKC", body))


def folded(text: str) -> str:
    """The same text, character for character, in lower case and simplified: what the form is read from."""
    return text.translate(_FOLDED)


# Between a tag and its value, and between two tags; never a line break or ;, which part one person from the next.
SEP = r"[^\S\n]"
MARKS = r""",.:、。，：/|\\#*+_~=!?…·"'“”‘’()<>《》【】\[\]\-—"""
GAP = rf"(?:{SEP}|[{MARKS}\u200b-\u200f\ufeff])*"

_CHINESE: Mapping[str, int] = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "幺": 1,
}
IN_DIGITS = str.maketrans("一二三四五六七八九", "123456789")  # in the names of places: 三组 is 3组
NUMERALS = "零〇一二两俩仨三四五六七八九十百廿卅幺"
NUMBER = rf"(?:[0-9]+|[{NUMERALS}]+)"
SLIPPED = r"[0-9oil零〇一二三四五六七八九幺]"  # a digit, as it is typed within a longer number
_SLIPS = str.maketrans("oil", "011")


def number(said: str) -> int | None:
    """A number below a thousand in digits or Chinese numerals (12, 十二, 廿一, 一百零五), None when it is none."""
    if re.fullmatch("[0-9]+", said):
        return int(said[-9:])
    if not said or any(character not in NUMERALS for character in said):
        return None
    if not set(said) & set("十百廿卅"):
        return int("".join(str(_CHINESE[character]) for character in said)[:9])
    return _counted(said)


def _counted(said: str) -> int | None:
    """Numerals with tens and hundreds in them."""
    form = r"(?:([一二两三四五六七八九])百零?)?(?:([一二两三四五六七八九])?(十)|(廿)|(卅))?([一二三四五六七八九])?"
    found = re.fullmatch(form, said)
    if found is None:
        return None
    hundreds, tens, ten, twenty, thirty, ones = found.groups()
    total = 100 * _CHINESE[hundreds] if hundreds else 0
    total += 10 * _CHINESE[tens or "一"] if ten else 20 * bool(twenty) + 30 * bool(thirty)
    return total + (_CHINESE[ones] if ones else 0)


def digits(said: str) -> str:
    """A row of digits (O27, 一三九零, l38), as digits; "" when anything else stands in it."""
    row = "".join(str(_CHINESE.get(character, character)) for character in said.translate(_SLIPS))
    return row if re.fullmatch("[0-9]+", row) else ""


def words(*alternatives: str) -> str:
    """A pattern of words, longest first; English ones stand alone, Chinese ones need no space around them."""
    longest_first = sorted("|".join(alternatives).split("|"), key=_length, reverse=True)
    return "(?:" + "|".join(_bounded(word) for word in longest_first) + ")"


def _length(word: str) -> int:
    """Characters of a word, without what may not follow it."""
    return len(re.sub(r"\(\?.*?\)", "", word))


def _bounded(word: str) -> str:
    before = r"(?<![a-z])" if re.match("[a-z]", word) else ""
    after = r"(?![a-z])" if re.search("[a-z]$", word) else ""
    return f"{before}{word}{after}"


YES = words("有过|有|是的|是|对|yes|y")
_NO_VERB = "(?![停量测咳喘烧热发戴带出接同症])(?!病(?![人例]))"  # else the no belongs to the verb
NO = words(f"没有过|没有{_NO_VERB}|没得|没{_NO_VERB}|无|否|不是|不对|不{_NO_VERB}|none|nil|no|not|never|n")
# A no that stands right before another tag with no value of its own belongs to that tag: 咳 无热, but 病无触无.
OWN = r"(?:无|没|有|不知|[0-9]|:)"
OTHER_TAGS = words("发烧|发热|烧|热|咳|喘|症状|接触|触|同行|同车|同机|同乘|停")
NOT_NEXT = rf"(?!{OTHER_TAGS}(?!{OWN})|{SEP}?(?:fever|cough|contact|stop)(?![a-z])(?!{SEP}*(?:no|yes|[0-9])))"
UNKNOWN = words(
    "不知道|不知|不清楚|不晓得|不确定|不详|不明|未知|不记得|忘了|忘记了|unknown|don't know|dont know|not sure|unsure|dk"
)
