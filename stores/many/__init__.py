"""One change at several stores: chosen, shown per store before it is made, made at all of them or at none, undone."""
