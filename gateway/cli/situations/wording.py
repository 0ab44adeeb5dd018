"""What classes, risks, reasons and doubts are called at a keyboard."""

from collections.abc import Mapping

from gateway.domain.situations.classes import Doubt, Reason
from gateway.domain.situations.risk import Risk
from gateway.domain.situations.rounds import HomeState

REASONS: Mapping[Reason, str] = {
    Reason.UNKNOWN_SOURCES: "two or more in 14 days whose source nobody knows 14天内两例以上来源不明",
    Reason.MANY_OUTBREAKS: "many outbreaks, large and spreading, says a health officer 卫健认定多起、规模大、还在传",
    Reason.SAME_SMALL_UNIT: "two or more in 14 days in one household, site or stair 14天内同一户、工地、单元两例以上",
    Reason.RECENT: "confirmed in the last 14 days 14天内有确诊",
    Reason.STILL_OPEN: "none in 14 days, but somebody is still ill 14天无新增，但还有人没出院",
    Reason.NONE_FOUND: "no case 没有病例",
}
DOUBTS: Mapping[Doubt, str] = {
    Doubt.SEVERAL_APART: "several cases, not together: no class is written for that 有几例但不在一处，文件没写",
    Doubt.UNIT_NOT_KNOWN: "of one nobody knows the household or site: an outbreak? 有一例不知哪户哪处，是暴发吗",
    Doubt.SUSPECTED: "somebody is suspected and not counted 有疑似，没算在内",
}
HOMES: Mapping[HomeState, str] = {
    HomeState.DUE: "to be asked 待问",
    HomeState.RINGING: "ringing 正在打",
    HomeState.TOLD: "have told 已报",
    HomeState.UNREACHED: "reached by no call 没打通",
    HomeState.DROPPED: "not asked any more 不再问",
}
RISKS: Mapping[Risk, str] = {Risk.LOW: "low 低", Risk.MEDIUM: "medium 中", Risk.HIGH: "high 高"}
