"""The application form, and the page after it."""


def apply(request):
    raise NotImplementedError


def received(request, pk):
    raise NotImplementedError
