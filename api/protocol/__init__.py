"""How the API is asked and how it answers, whatever the resource: hosts, parameters, fields, pages, errors, JSON."""
