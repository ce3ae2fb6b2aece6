// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import java.nio.charset.StandardCharsets;

/** What is in a record of an answer, read from its beginning to its end. */
public final class RecordContent {

    private final ByteBuf content;

    RecordContent(ByteBuf content) {
        this.content = content;
    }

    /**
     * Reads a number of 16 bits.
     *
     * @return the number
     */
    public int number() {
        return content.readUnsignedShort();
    }

    /**
     * Reads a name.
     *
     * @return the name, without the dot at its end
     */
    public String name() {
        String name = DefaultDnsRecordDecoder.decodeName(content);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * Reads the strings that are left, joined.
     *
     * @return the text
     */
    public String text() {
        var joined = new StringBuilder();
        while (content.isReadable()) {
            joined.append(content.readString(content.readUnsignedByte(), StandardCharsets.UTF_8));
        }
        return joined.toString();
    }
}
