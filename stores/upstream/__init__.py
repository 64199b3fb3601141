"""What is private in a library and used all the same: one file a library, with the release it was read in and why.

`LEANED_ON` names each thing and says why no public way does. Its source is kept by hash in the suite, so that an
upgrade that changes it fails by name (`tests/stores/test_upstream.py`).
"""
