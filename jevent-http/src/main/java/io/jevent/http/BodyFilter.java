// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/** Changes a body on its way to the client. */
interface BodyFilter {

    /** What to send for a whole body. */
    byte[] whole(byte[] body);

    /** What to send for a piece; the client must be able to read all of it then. */
    byte[] piece(byte[] bytes, int offset, int length);

    /** What to send after the last piece. */
    byte[] end();
}
