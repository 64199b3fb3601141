"""Articles offered to other stores: one audience for many of them, with what each store gains and loses before."""
