"""Small files as people have them, made here in the manner of the programs that people use.

Each module stands for one source; each of its cases has the files' bytes and, beside them, what is
in them. Where the program is at hand (pandas, NumPy, pyarrow) it writes the file; where it is not,
the text is put together as that program does.
"""
