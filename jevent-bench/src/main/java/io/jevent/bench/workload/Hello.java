// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/** What an HTTP server of the bench answers. */
public final class Hello {

    /** The body. */
    public static final String TEXT = "Hello, World!";

    /** Its type. */
    public static final String TYPE = "text/plain; charset=utf-8";

    private Hello() {}
}
