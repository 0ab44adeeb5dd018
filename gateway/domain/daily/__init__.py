"""The daily report 日报告: its columns, its window and cut-offs, what a version holds, and what is keyed by hand."""
