// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import java.util.ArrayList;
import java.util.List;

/** The selectors that a channel has. */
final class Watchers {

    private final List<WireSelector> selectors = new ArrayList<>();

    void watch(WireSelector selector, boolean on) {
        if (on) {
            selectors.add(selector);
        } else {
            selectors.remove(selector);
        }
    }

    void tell() {
        selectors.forEach(WireSelector::changed);
    }
}
