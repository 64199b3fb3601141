"""What the API says of each object, and what loads pictures, links and texts for all objects of an answer at once."""
