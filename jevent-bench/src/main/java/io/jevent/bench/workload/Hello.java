// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/** The response of the HTTP servers of the bench. */
public final class Hello {

    /** The body. */
    public static final String TEXT = "Hello, World!";

    /** Its type. */
    public static final String TYPE = "text/plain; charset=utf-8";

    private Hello() {}
}
