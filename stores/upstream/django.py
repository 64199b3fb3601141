"""Django: what is replaced though its documentation does not offer it (in `stores.isolation.form_patches`)."""

READ_IN = "5.2"
LEANED_ON = {
    "django.forms.forms.BaseForm.full_clean": "replaced: values are asked for what they refer to",
    "django.forms.models.ModelChoiceField._get_queryset": "replaced as getter of `queryset`: narrowed",
    "django.forms.models.ModelChoiceField._set_queryset": "stays the setter of `queryset`",
    "django.forms.models.ModelChoiceIterator.__init__": "reads `queryset` for the choices of a list",
}
