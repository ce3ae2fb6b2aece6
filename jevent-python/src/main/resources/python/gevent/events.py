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


class GeventWillPatchModuleEvent(GeventPatchEvent):
    def __init__(self, module_name, source, target, items):
        GeventPatchEvent.__init__(self, source, target)
        self.module_name, self.target_item_names = module_name, items


class GeventDidPatchModuleEvent(GeventPatchEvent):
    def __init__(self, module_name, source, target):
        GeventPatchEvent.__init__(self, source, target)
        self.module_name = module_name


class GeventWillPatchAllEvent(GeventPatchEvent):
    def __init__(self, arguments, kwargs):
        self.patch_all_arguments, self.patch_all_kwargs = arguments, kwargs


class GeventDidPatchBuiltinModulesEvent(GeventWillPatchAllEvent):
    pass


class GeventDidPatchAllEvent(GeventWillPatchAllEvent):
    pass
