# SPDX-License-Identifier: Apache-2.0
"""The events of gevent that jevent has."""
from __future__ import absolute_import
subscribers = []


def notify(event):
    for subscriber in subscribers:
        subscriber(event)


class DoNotPatch(BaseException):
    """Raised by a subscriber to keep a module from being patched."""


class GeventPatchEvent(object):
    def __init__(self, source, target):
        self.source, self.target = source, target


class GeventWillPatchEvent(GeventPatchEvent):
    """Something will be patched, unless a subscriber raises DoNotPatch."""


class GeventDidPatchEvent(GeventPatchEvent):
    """Something was patched."""


class GeventWillPatchModuleEvent(GeventWillPatchEvent):
    def __init__(self, module_name, source, target, items):
        GeventPatchEvent.__init__(self, source, target)
        self.module_name, self.target_item_names = module_name, items


class GeventDidPatchModuleEvent(GeventDidPatchEvent):
    def __init__(self, module_name, source, target):
        GeventPatchEvent.__init__(self, source, target)
        self.module_name = module_name


class _PatchAllEvent(object):
    def __init__(self, arguments, kwargs):
        self.patch_all_arguments, self.patch_all_kwargs = arguments, kwargs


class GeventWillPatchAllEvent(_PatchAllEvent, GeventWillPatchEvent):
    """patch_all() begins."""

    def will_patch_module(self, module_name):
        return bool(self.patch_all_arguments.get(module_name))


class GeventDidPatchBuiltinModulesEvent(_PatchAllEvent, GeventDidPatchEvent):
    """The modules of the standard library were patched."""


class GeventDidPatchAllEvent(_PatchAllEvent, GeventDidPatchEvent):
    """patch_all() has ended."""


class _Monitoring(object):
    """jevent never sends an event of the monitor thread, but programs import the classes."""


class PeriodicMonitorThreadStartedEvent(_Monitoring):
    def __init__(self, monitor):
        self.monitor = monitor


class EventLoopBlocked(_Monitoring):
    def __init__(self, greenlet, blocking_time, info, **kwargs):
        self.greenlet, self.blocking_time, self.info = greenlet, blocking_time, info
        self.hub = kwargs.get('hub')


class _MemoryUsageThreshold(_Monitoring):
    def __init__(self, mem_usage, max_allowed, memory_info, *args):
        self.mem_usage, self.max_allowed, self.memory_info = mem_usage, max_allowed, memory_info
        self.max_memory_usage = args[0] if args else None


class MemoryUsageThresholdExceeded(_MemoryUsageThreshold):
    pass


class MemoryUsageUnderThreshold(_MemoryUsageThreshold):
    pass


IPeriodicMonitorThreadStartedEvent = PeriodicMonitorThreadStartedEvent
IEventLoopBlocked = EventLoopBlocked
IMemoryUsageThresholdExceeded = MemoryUsageThresholdExceeded
IMemoryUsageUnderThreshold = MemoryUsageUnderThreshold
IGeventPatchEvent = GeventPatchEvent
IGeventWillPatchEvent = GeventWillPatchEvent
IGeventDidPatchEvent = GeventDidPatchEvent
IGeventWillPatchModuleEvent = GeventWillPatchModuleEvent
IGeventDidPatchModuleEvent = GeventDidPatchModuleEvent
IGeventWillPatchAllEvent = GeventWillPatchAllEvent
IGeventDidPatchAllEvent = GeventDidPatchAllEvent
IGeventDidPatchBuiltinModulesEvent = GeventDidPatchBuiltinModulesEvent
