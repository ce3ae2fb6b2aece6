// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes notes by hand, as fast as it can be done. */
public final class NoteSerializer extends SerializerWithStringManifest {

    private static final int IDENTIFIER = 42_000;
    private static final byte[] EMPTY = {};

    private final ActorRefResolver resolver;

    /** For Pekko. */
    public NoteSerializer(ExtendedActorSystem system) {
        resolver = ActorRefResolver.get(ActorSystem.wrap(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        return "N";
    }

    @Override
    public byte[] toBinary(Object object) {
        var note = (Note) object;
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        byte[] to = note.replyTo() == null
                ? EMPTY
                : resolver.toSerializationFormat(note.replyTo()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + text.length + to.length)
                .putLong(note.number())
                .putInt(text.length)
                .put(text)
                .put(to)
                .array();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long number = in.getLong();
        int length = in.getInt();
        int text = in.position();
        int to = text + length;
        ActorRef<Note> replyTo = to == bytes.length
                ? null
                : resolver.resolveActorRef(new String(bytes, to, bytes.length - to, StandardCharsets.UTF_8));
        return new Note(new String(bytes, text, length, StandardCharsets.UTF_8), number, replyTo);
    }
}
