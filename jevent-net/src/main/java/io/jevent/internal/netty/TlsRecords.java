// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBuf;

/*
 * Up to TLS 1.2, the type of a record is readable even if its content is encrypted. After the peer's ChangeCipherSpec
 * there is one handshake record, Finished; a further one begins a renegotiation. (TLS 1.3 has no records of that type
 * after the handshake, and no renegotiation.)
 */
/**
 * Parses the headers of the records that a peer sends (RFC 5246, section 6.2.1).
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class TlsRecords {

    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    /** The number of bytes left of the record's content. */
    private int left;

    private int headerBytes;
    private int type;
    private int length;
    private boolean changed;
    private int handshakes;

    /** Inspects the next bytes without changing them. */
    void look(ByteBuf in) {
        int i = in.readerIndex();
        int end = in.writerIndex();
        while (i < end) {
            if (left > 0) {
                int n = Math.min(left, end - i);
                left -= n;
                i += n;
            } else {
                header(in.getByte(i++) & 0xff);
            }
        }
    }

    private void header(int octet) {
        if (headerBytes == 0) {
            type = octet;
        }
        length = length << 8 | octet;
        if (++headerBytes == HEADER) {
            left = length & 0xffff;
            headerBytes = 0;
            begins();
        }
    }

    private void begins() {
        if (type == CHANGE_CIPHER_SPEC) {
            changed = true;
            handshakes = 0;
        } else if (type == HANDSHAKE && changed) {
            handshakes++;
        }
    }

    /** Returns whether the peer has asked for a renegotiation, in a version of TLS that has it. */
    boolean asksForRenegotiation() {
        return handshakes > 1;
    }
}
