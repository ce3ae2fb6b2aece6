// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

/** Addresses from the root of the site. */
final class Urls {

    private Urls() {}

    /** Returns the way from a page to the root: empty, or {@code ../} as often as needed. */
    static String up(String url) {
        return "../".repeat((int) url.chars().filter(c -> c == '/').count());
    }
}
