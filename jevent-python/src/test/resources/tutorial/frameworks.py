# Django and Bottle from their own packages, each served by gevent.pywsgi: a page, a form, a template, requests at the same time.
from gevent import monkey; monkey.patch_all()
import sys
import time
import urllib.parse
import urllib.request

import gevent
from gevent.pywsgi import WSGIServer

inside = [0]


def together():
    """Answers when four requests are there at once."""
    inside[0] += 1
    while inside[0] < 4:
        time.sleep(0.001)
    return 'together'


def django_application():
    from django.conf import settings
    settings.configure(
        DEBUG=False, ALLOWED_HOSTS=['127.0.0.1'], ROOT_URLCONF=__name__, SECRET_KEY='of a test', TIME_ZONE='UTC', MIDDLEWARE=[
            'django.middleware.common.CommonMiddleware', 'django.middleware.csrf.CsrfViewMiddleware'],
        TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'OPTIONS': {'loaders': [
            ('django.template.loaders.locmem.Loader', {'page.html': '<ul>{% for i in items %}<li>{{ i|upper }}</li>{% endfor %}</ul>'})]}}])
    import django
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.shortcuts import render
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt
    global urlpatterns
    urlpatterns = [
        path('', lambda request: HttpResponse('Hello, World!')),
        path('form', csrf_exempt(lambda request: HttpResponse('%s sent %s' % (request.method, request.POST['name'])))),
        path('guarded', lambda request: HttpResponse('never')),
        path('page/<str:items>', lambda request, items: render(request, 'page.html', {'items': items.split(',')})),
        path('together', lambda request: HttpResponse(together())),
        path('broken', lambda request: 1 // 0),
    ]
    django.setup()
    return get_wsgi_application()


def bottle_application():
    import bottle
    app = bottle.Bottle()
    app.get('/', callback=lambda: 'Hello, World!')
    app.post('/form', callback=lambda: '%s sent %s' % (bottle.request.method, bottle.request.forms.getunicode('name')))
    app.get('/page/<items>', callback=lambda items: bottle.template(
        '<ul>\\\\\n% for i in items:\n<li>{{i.upper()}}</li>\\\\\n% end\n</ul>', items=items.split(',')))
    app.get('/together', callback=together)
    app.get('/broken', callback=lambda: 1 // 0)
    return app


def ask(url, form=None):
    try:
        with urllib.request.urlopen(url, None if form is None else urllib.parse.urlencode(form).encode()) as answer:
            return answer.status, answer.read().decode().strip()
    except urllib.error.HTTPError as e:
        return e.code, ''


for name, make in (('django', django_application), ('bottle', bottle_application)):
    server = WSGIServer(('127.0.0.1', 0), make(), log=None)
    server.start()
    url = 'http://127.0.0.1:%d' % server.server_port
    print(name, ask(url + '/'))
    print(name, ask(url + '/form', {'name': 'Ada & \u00c4'}))
    print(name, ask(url + '/page/one,%3Cb%3E'))
    print(name, ask(url + '/guarded', {'name': 'x'})[0], ask(url + '/absent')[0], ask(url + '/broken')[0])
    inside[0] = 0
    gs = [gevent.spawn(ask, url + '/together') for _ in range(4)]
    gevent.joinall(gs, raise_error=True)
    print(name, [g.value for g in gs])
    server.stop()
