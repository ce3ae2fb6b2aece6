// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.netty.buffer.ByteBuf;

/**
 * Finds the empty line after a group of lines that arrives in any number of packets, and reads each byte once.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class LineScan {

    /** The number of bytes that were scanned, from the first one of the group. */
    private int scanned;

    /** The index of the current line. */
    private int line;

    /** The index of the second line; 0 before it begins. */
    private int second;

    private boolean whole;

    public void begin() {
        scanned = 0;
        line = 0;
        second = 0;
        whole = false;
    }

    public int scanned() {
        return scanned;
    }

    public int second() {
        return second;
    }

    /** Scans the bytes that have arrived since the last call; returns whether there is an empty line. */
    public boolean findEmptyLine(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        while (!whole) {
            int feed = in.indexOf(start + scanned, end, (byte) '\n');
            if (feed < 0) {
                scanned = end - start;
                return false;
            }
            int length = feed - start - line;
            whole = length == 0 || (length == 1 && in.getByte(feed - 1) == '\r');
            scanned = feed + 1 - start;
            if (!whole) {
                line = scanned;
                if (second == 0) {
                    second = line;
                }
            }
        }
        return true;
    }
}
