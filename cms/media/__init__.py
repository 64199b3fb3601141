"""Images and documents. Imports nothing of ours."""
