"""The Messages of the REST API."""

from aiohttp import web

from gateway.exchange.account import OK_TEST_SENDER, TEXT_FROM, TEXT_TO, Refused, e164
from gateway.exchange.exchange import Exchange
from gateway.exchange.paging import on_day, page
from gateway.exchange.rest_calls import hang_up
from gateway.exchange.texts import Text, send

LONGEST_BODY = 1600


async def create(exchange: Exchange, request: web.Request) -> web.Response:
    form = {name: str(value) for name, value in (await request.post()).items()}
    sender, to = who(exchange, form.get("From", ""), form.get("To", ""))
    body = form.get("Body", "")
    if not body:
        raise Refused(21602)
    if len(body) > LONGEST_BODY:
        raise Refused(21617)
    if (sender, to) in exchange.opted_out:
        raise Refused(21610)
    if exchange.happens(exchange.chaos.fail_create, "fail text", to):
        raise Refused(20503)
    cut = exchange.happens(exchange.chaos.cut_create, "cut text", to)
    text = send(exchange, sender, to, body, form.get("StatusCallback", ""), mute=cut)
    if cut:
        hang_up(request)
    return web.json_response(text.as_json(), status=201)


def who(exchange: Exchange, given_from: str, given_to: str) -> tuple[str, str]:
    """From and To of a text to be sent; raises Refused with Twilio's number for what is wrong with them."""
    if not given_to:
        raise Refused(21604)
    if not given_from:
        raise Refused(21603)
    sender, to = e164(given_from), e164(given_to)
    if to is None:
        raise Refused(21211, given_to)
    if sender is None:
        raise Refused(21212, given_from)
    for code in (TEXT_FROM.get(sender), TEXT_TO.get(to)):
        if code:
            raise Refused(code)
    if sender not in exchange.lines and sender != OK_TEST_SENDER:
        raise Refused(21606, sender)
    return sender, to


async def index(exchange: Exchange, request: web.Request) -> web.Response:
    query = request.query
    sent, to, sender = on_day(query, "DateSent"), query.get("To"), query.get("From")
    found = [
        text
        for text in exchange.texts.values()
        if (not to or text.to == e164(to)) and (not sender or text.sender == e164(sender)) and sent(text.sent_at)
    ]
    return web.json_response(page("messages", f"{exchange.account.path}/Messages.json", found, query))


async def show(exchange: Exchange, request: web.Request) -> web.Response:
    return web.json_response(_text(exchange, request).as_json())


async def forget(exchange: Exchange, request: web.Request) -> web.Response:
    del exchange.texts[_text(exchange, request).sid]
    return web.Response(status=204)


def _text(exchange: Exchange, request: web.Request) -> Text:
    text = exchange.texts.get(request.match_info["sid"])
    if text is None:
        raise Refused(20404, request.path)
    return text
