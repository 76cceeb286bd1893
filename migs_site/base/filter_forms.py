"""Forms that narrow a list: what was chosen stands in the address, and in the title of the page."""

from django import forms


class NarrowingForm(forms.Form):
    def chosen(self) -> list[str]:
        """What was chosen, in the words of the form; answers that could not be used are left out."""
        answers = [(field, self.cleaned_data.get(name)) for name, field in self.fields.items()]
        return [str(dict(field.choices)[value]) for field, value in answers if value]
