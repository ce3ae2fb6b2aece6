// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;

/** Changes a body on its way to the client. */
interface BodyFilter {

    /** What to send for a whole body. */
    byte[] whole(byte[] body) throws IOException;

    /** What to send for a piece; the client must be able to read all of it then. */
    byte[] piece(byte[] bytes, int offset, int length) throws IOException;

    /** What to send after the last piece. */
    byte[] end() throws IOException;
}
