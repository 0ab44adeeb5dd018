"""Cases and situations: entered and confirmed by the health side only, proposed by the house, followed by measures."""
