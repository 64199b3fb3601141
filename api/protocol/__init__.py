"""How the API is asked and how it answers, whatever the resource: parameters, fields, pages, errors, JSON."""
