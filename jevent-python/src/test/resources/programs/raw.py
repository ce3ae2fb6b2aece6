# Raw greenlets.
#: switch and return
from greenlet import greenlet
print(greenlet(lambda x: x + 1).switch(4))
#: generator style
from greenlet import greenlet, getcurrent
main = getcurrent()
def f(x):
    while True: x = main.switch(x * 2)
g = greenlet(f); print(g.switch(1), g.switch(2), g.switch(3))
#: dead
from greenlet import greenlet
g = greenlet(lambda: 1); print(bool(g), g.dead); g.switch(); print(bool(g), g.dead)
#: exception goes to the parent
from greenlet import greenlet
def f(): raise ValueError('up')
try: greenlet(f).switch()
except ValueError as e: print(e)
#: GreenletExit is returned
import greenlet
def f(): raise greenlet.GreenletExit('x')
print(repr(greenlet.greenlet(f).switch()).replace(',', ''))
#: throw
from greenlet import greenlet, getcurrent
main = getcurrent()
def f():
    try: main.switch('ready')
    except ValueError as e: return 'caught %s' % e
g = greenlet(f); print(g.switch()); print(g.throw(ValueError('t')))
#: throw before start
from greenlet import greenlet
g = greenlet(lambda: 1)
try: g.throw(KeyError('k'))
except KeyError as e: print('raised', g.dead)
#: arguments
from greenlet import greenlet
print(greenlet(lambda *a: a).switch(1, 2), greenlet(lambda **k: k).switch(x=1))
#: two greenlets
from greenlet import greenlet
r = []
def fa(): r.append('a1'); b.switch(); r.append('a2')
def fb(): r.append('b1'); a.switch(); r.append('never')
a, b = greenlet(fa), greenlet(fb); a.switch(); print(r)
#: parent
from greenlet import greenlet, getcurrent
g = greenlet(lambda: getcurrent().parent is p); p = getcurrent(); print(g.parent is p, g.switch())
#: current
from greenlet import greenlet, getcurrent
g = greenlet(lambda: getcurrent()); print(g.switch() is g)
#: subclass with run
from greenlet import greenlet
class G(greenlet):
    def run(self, x): return x * 3
print(G().switch(2))
#: context variables that a greenlet starts with
import sys
from greenlet import greenlet, getcurrent
if sys.version_info[0] > 2:
    import contextvars
    v = contextvars.ContextVar('v'); v.set('main'); g = greenlet(lambda: v.get('none')); print(g.gr_context); print(g.switch())
    g = greenlet(lambda: v.get('none')); g.gr_context = contextvars.copy_context(); print(g.switch())
    g = greenlet(lambda: v.get('none')); g.gr_context = getcurrent().gr_context; print(g.switch())
    try: g.gr_context = 5
    except TypeError as e: print(e)
else: print('None\nnone\nmain\nmain\ngreenlet context must be a contextvars.Context or None')
