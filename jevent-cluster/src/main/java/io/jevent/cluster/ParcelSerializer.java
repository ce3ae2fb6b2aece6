// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.Answer;
import io.jevent.cluster.Parcel.Event;
import io.jevent.cluster.Parcel.Outcome;
import io.jevent.cluster.Parcel.Packed;
import io.jevent.cluster.Parcel.Published;
import io.jevent.cluster.Parcel.ToActor;
import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/** Writes parcels for other nodes and the storage. It leaves what comes packed: the receiver of a parcel decodes it. */
final class ParcelSerializer extends SerializerWithStringManifest {

    /** Fixed: it is stored with each event. */
    private static final int IDENTIFIER = 7_311_982;

    private static final byte[] EMPTY = {};

    private final Node node;

    ParcelSerializer(Node node) {
        this.node = node;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object parcel) {
        return switch ((Parcel) parcel) {
            case ToActor _ -> "A";
            case Answer _ -> "R";
            case Published _ -> "T";
            case Event _ -> "E";
        };
    }

    @Override
    public byte[] toBinary(Object object) {
        return switch ((Parcel) object) {
            case ToActor actor -> {
                try {
                    yield pack(head(actor.id(), actor.key()), actor.content());
                } catch (MessageRefusedException e) {
                    node.refused(actor, e);
                    throw e;
                }
            }
            case Answer answer -> answer(answer);
            case Published published -> published(published);
            case Event event -> pack(EMPTY, event.content());
        };
    }

    private byte[] published(Published published) {
        try {
            return pack(head(0, published.topic()), published.content());
        } catch (MessageRefusedException e) {
            node.drops().add("topic " + published.topic(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** A reply that cannot be sent becomes a failure that can. */
    private byte[] answer(Answer answer) {
        try {
            return pack(head(answer.id(), answer.outcome().name()), answer.content());
        } catch (MessageRefusedException e) {
            return pack(head(answer.id(), Outcome.REFUSED.name()), "the reply: " + e.getMessage());
        }
    }

    private static byte[] head(long id, String text) {
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length)
                .putLong(id)
                .putInt(name.length)
                .put(name)
                .array();
    }

    private byte[] pack(byte[] head, @Nullable Object content) {
        if (content instanceof Packed(byte[] bytes)) {
            return ByteBuffer.allocate(head.length + bytes.length)
                    .put(head)
                    .put(bytes)
                    .array();
        }
        return Encoder.encode(head, content, node.allowed(), node.maxMessageSize());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (manifest.equals("E")) {
            return new Event(new Packed(bytes));
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            long id = in.getLong();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            var text = new String(take(in, length), StandardCharsets.UTF_8);
            var content = new Packed(take(in, in.remaining()));
            return switch (manifest) {
                case "A" -> new ToActor(text, id, content);
                case "R" -> new Answer(id, Outcome.valueOf(text), content);
                case "T" -> new Published(text, content);
                default -> throw new NotSerializableException("there is no parcel " + manifest);
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new NotSerializableException("a damaged parcel " + manifest + ": " + e);
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        var bytes = length == 0 ? EMPTY : new byte[length];
        in.get(bytes);
        return bytes;
    }
}
