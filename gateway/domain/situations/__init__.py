"""What a village is up against: case lines, the class they propose, the risk of a county, and what a class brings."""
