// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;

/** Transforms the body of a response before it is sent. */
interface BodyFilter {

    /** Transforms a whole body. */
    byte[] whole(byte[] body) throws IOException;

    /** Transforms a chunk, so that the client can decode all of it at once. */
    byte[] chunk(byte[] bytes, int offset, int length) throws IOException;

    /** Returns the bytes that follow the last chunk. */
    byte[] end() throws IOException;
}
