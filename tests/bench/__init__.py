"""How fast the promises are kept: run by hand with `make bench`, never collected as tests.

Each figure is a ratio. Both sides are measured in one run on one machine, taking turns, and the median of the rounds
counts; absolute figures stand beside it and decide nothing. A target that is not reached is said so in words: the exit
status is 1 only when a bench itself breaks.
"""
