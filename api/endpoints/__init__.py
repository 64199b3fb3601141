"""The resources below `/api/v2/`: a module each, on `endpoint` (ours) or `stock` (Wagtail's), none on another."""
