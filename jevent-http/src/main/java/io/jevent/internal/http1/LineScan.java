// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.netty.buffer.ByteBuf;

/**
 * Finds the empty line after a group of lines that comes in any number of packets, and looks at each byte once.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class LineScan {

    /** The bytes, from the first one of the group, that were looked at. */
    private int looked;

    /** Where the line that is looked at begins. */
    private int line;

    /** Where the second line begins; 0 before it does. */
    private int second;

    private boolean whole;

    void begin() {
        looked = 0;
        line = 0;
        second = 0;
        whole = false;
    }

    int looked() {
        return looked;
    }

    int second() {
        return second;
    }

    /** Looks at the bytes that have come since the last call; whether there is an empty line. */
    boolean findEmptyLine(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        while (!whole) {
            int feed = in.indexOf(start + looked, end, (byte) '\n');
            if (feed < 0) {
                looked = end - start;
                return false;
            }
            int length = feed - start - line;
            whole = length == 0 || (length == 1 && in.getByte(feed - 1) == '\r');
            looked = feed + 1 - start;
            if (!whole) {
                line = looked;
                if (second == 0) {
                    second = line;
                }
            }
        }
        return true;
    }
}
