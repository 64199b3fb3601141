"""Stores out of spreadsheets: read a file, make sense of it, plan, apply. All of it or nothing.

`reading` makes raw rows of .json, .csv and .xlsx; `normalising` makes values of them or says what is wrong;
`planning` compares with the database; `applying` writes. A column that is not in the file is left alone; an empty
cell empties it.
"""
