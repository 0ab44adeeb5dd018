"""The hour of day, for tests and benches that run on the wall's clock."""

from datetime import UTC, datetime


def where_it_is_ten() -> str:
    """A zone in which it is about ten in the morning: routine messages keep hours, and tests are run at night too."""
    return f"Etc/GMT{(datetime.now(UTC).hour - 10 + 12) % 24 - 12:+d}"
