"""What an alert says as a message read aloud, and back; languages by their tags."""

from dataclasses import replace

import pytest

from gateway.domain.cap.wording import headline_of, language_of, tag_of, words_of
from tests.cap.alerts import CHINESE

SPOKEN = ("zh", "en", "bai")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        *(("zh", "zh"), ("zh-CN", "zh"), ("ZH-hans-cn", "zh"), ("cmn", "zh"), ("zh-cmn-Hans", "zh"), ("cmn-CN", "zh")),
        *(("en-US", "en"), ("en", "en"), ("bai", "bai")),
        *(("zh-yue", None), ("yue", None), ("zha", None), ("fr", None), ("x-heyang", None)),
    ],
)
def test_a_tag_names_a_language_of_ours_or_none(tag: str, code: str | None) -> None:
    assert language_of(tag, SPOKEN) == code


@pytest.mark.parametrize(
    ("code", "read_aloud_as", "tag"), [("zh", "zh-CN", "zh-CN"), ("en", "en-GB", "en-GB"), ("bai", "zh-CN", "bai")]
)
def test_a_language_is_tagged_as_itself_whoever_reads_it_aloud(code: str, read_aloud_as: str, tag: str) -> None:
    assert tag_of(code, read_aloud_as) == tag
    assert language_of(tag, SPOKEN) == code


@pytest.mark.parametrize(
    ("headline", "description", "instruction", "words"),
    [
        ("今天停水", "", "", "今天停水"),
        ("今天停水", "下午两点停水，六点来", "请先接水", "今天停水。\n下午两点停水，六点来。\n请先接水"),
        ("今天停水", "今天停水，六点来。", "", "今天停水，六点来。"),
        ("今天下午两点到六点…", "今天下午两点到六点停水。", "", "今天下午两点到六点停水。"),
        ("No water today", "It is back at six", "", "No water today.\nIt is back at six"),
        ("", "先接水，下午停水。", "先接水", "先接水，下午停水。"),
        ("", "", "请先接水", "请先接水"),
    ],
)
def test_nothing_is_said_twice_and_every_piece_ends_as_a_sentence(
    headline: str, description: str, instruction: str, words: str
) -> None:
    said = replace(CHINESE, headline=headline, description=description, instruction=instruction)
    assert words_of(said) == words


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        ("", ""),
        ("今天下午两点停水。", "今天下午两点停水。"),
        ("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十"),
        ("一二三四五六七八九十一二三四五六七八九十一", "一二三四五六七八九十一二三四五六七八九十…"),
        ("停水。\n六点来。", "停水。"),
        ("There will be no water this afternoon from two to six.", "There will be no water this afternoon…"),
    ],
)
def test_a_headline_is_the_beginning_cut_where_a_line_is_full(words: str, headline: str) -> None:
    assert headline_of(words) == headline
    assert words_of(replace(CHINESE, headline=headline, description=words, instruction="")) == words
