"""A telephone exchange on your desk: it speaks the part of Twilio's API that the gateway uses.

It is a process of its own, reached only over HTTP, and has never heard of the gateway: what talks to it
cannot tell it from the real carrier. Made-up phones live on it, each with a persona drawn from a seed;
it executes the TwiML it is given and sends signed webhooks. Start it with `python -m gateway.exchange`.
"""
