"""Less movement: what gathers people, what came of it, and what is said in the village."""
