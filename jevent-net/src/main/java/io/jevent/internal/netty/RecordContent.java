// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import java.nio.charset.StandardCharsets;

/** Reads the content of a DNS record, from its beginning to its end. */
public final class RecordContent {

    private final ByteBuf content;

    RecordContent(ByteBuf content) {
        this.content = content;
    }

    /**
     * Reads an unsigned 16-bit number.
     *
     * @return the number
     */
    public int number() {
        return content.readUnsignedShort();
    }

    /**
     * Reads a name.
     *
     * @return the name without its trailing dot
     */
    public String name() {
        String name = DefaultDnsRecordDecoder.decodeName(content);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * Reads the remaining character strings, joined.
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
