"""CAP 1.2 documents: bytes of XML into an alert, and an alert into bytes. Whoever sent them is not trusted."""

from gateway.cap.reader import Reading, read
from gateway.cap.tree import MOST_BYTES
from gateway.cap.writer import write

__all__ = ["MOST_BYTES", "Reading", "read", "write"]
