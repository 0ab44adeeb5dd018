"""Twilio and every company that speaks its dialect (Somleng, SignalWire).

`webhooks` serves the web process. `client` asks the company for calls and texts; it is heavy (`twilio.rest`), so only
processes that dial import it, and nothing here does.
"""
