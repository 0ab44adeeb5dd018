"""Fourteen days at home: checks, calls to those who have not reported, and why somebody is or is not called.

And every household, where a class asks it.
"""
