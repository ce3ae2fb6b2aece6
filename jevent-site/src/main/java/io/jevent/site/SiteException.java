// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

/** The site cannot be made; the message names the file and the problem. */
final class SiteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SiteException(String message) {
        super(message);
    }
}
