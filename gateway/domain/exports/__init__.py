"""A unit's day as it leaves the house: the document, the table, what DHIS2 takes. Figures only, nobody's name."""
