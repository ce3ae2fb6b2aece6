// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.sim.linear.Sequential.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Models of common objects, for histories of {@link Call calls}. Where no result is named, that of the client does not
 * matter. A call that would have to wait, such as a {@code take} from an empty queue, happens as soon as it need not.
 *
 * @since 0.1
 */
public final class Models {

    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private Models() {}

    /**
     * Models a register: {@code read()} returns its value, {@code write(value)} sets it, and {@code cas(expected,
     * value)} sets it if it is as expected, and returns whether it was.
     *
     * @param initial its first value
     * @return the model
     */
    public static Model<?, Call, Object> register(@Nullable Object initial) {
        return Sequential.of(Optional.ofNullable(initial), Models::register);
    }

    private static Next<Optional<Object>> register(Optional<Object> state, Call call) {
        return switch (call.name()) {
            case "read" -> Next.of(state, state.orElse(null));
            case "write" -> Next.of(Optional.ofNullable(call.argument(0)));
            case "cas" -> compareAndSet(state, call.argument(0), call.argument(1));
            default -> throw Sequential.unknown("register", call, "read(), write(value) and cas(expected, value)");
        };
    }

    private static Next<Optional<Object>> compareAndSet(
            Optional<Object> state, @Nullable Object expected, @Nullable Object value) {
        boolean equal = Objects.equals(state.orElse(null), expected);
        return Next.of(equal ? Optional.ofNullable(value) : state, equal);
    }

    /**
     * Models a map, whose keys are checked apart: {@code get(key)} returns the value or null, {@code put(key, value)}
     * and {@code remove(key)} change it, {@code getAndPut(key, value)} and {@code getAndRemove(key)} also return the
     * value before, {@code cas(key, expected, value)} returns whether it has set it, and {@code append(key, text)}
     * appends to a text, which is empty at first.
     *
     * @return the model
     */
    public static Model<?, Call, Object> map() {
        return Sequential.byFirstArgument(Optional.empty(), Models::map);
    }

    private static Next<Optional<Object>> map(Optional<Object> state, Call call) {
        Object before = state.orElse(null);
        return switch (call.name()) {
            case "get" -> Next.of(state, before);
            case "put" -> Next.of(Optional.ofNullable(call.argument(1)));
            case "remove" -> Next.of(Optional.empty());
            case "getAndPut" -> Next.of(Optional.ofNullable(call.argument(1)), before);
            case "getAndRemove" -> Next.of(Optional.empty(), before);
            case "cas" -> compareAndSet(state, call.argument(1), call.argument(2));
            case "append" -> Next.of(Optional.of((before == null ? "" : String.valueOf(before)) + call.argument(1)));
            default ->
                throw Sequential.unknown(
                        "map",
                        call,
                        "get(key), put(key, value), remove(key), getAndPut(key, value), getAndRemove(key),"
                                + " cas(key, expected, value) and append(key, text)");
        };
    }

    /**
     * Models a queue without a bound: see {@link #queue(int)}.
     *
     * @return the model
     */
    public static Model<?, Call, Object> queue() {
        return queue(UNBOUNDED);
    }

    /**
     * Models a queue, first in, first out: {@code put(item)} waits while it is full, {@code offer(item)} returns
     * whether it was not full, {@code take()} waits for an item and returns it, {@code poll()} and {@code peek()}
     * return an item or null, and {@code size()} returns how many there are.
     *
     * @param capacity how many items it holds
     * @return the model
     */
    public static Model<?, Call, Object> queue(int capacity) {
        return Sequential.of(List.of(), (state, call) -> queue(state, call, capacity));
    }

    private static @Nullable Next<List<Object>> queue(List<Object> state, Call call, int capacity) {
        boolean full = state.size() >= capacity;
        return switch (call.name()) {
            case "put" -> full ? null : Next.of(with(state, call));
            case "offer" -> Next.of(full ? state : with(state, call), !full);
            case "take" -> state.isEmpty() ? null : Next.of(state.subList(1, state.size()), state.getFirst());
            case "poll" ->
                state.isEmpty() ? Next.of(state, null) : Next.of(state.subList(1, state.size()), state.getFirst());
            case "peek" -> Next.of(state, state.isEmpty() ? null : state.getFirst());
            case "size" -> Next.of(state, state.size());
            default ->
                throw Sequential.unknown("queue", call, "put(item), offer(item), take(), poll(), peek() and size()");
        };
    }

    /**
     * Models a stack: {@code push(item)}, {@code pop()} and {@code peek()}, which return an item or null.
     *
     * @return the model
     */
    public static Model<?, Call, Object> stack() {
        return Sequential.of(List.of(), Models::stack);
    }

    private static Next<List<Object>> stack(List<Object> state, Call call) {
        Object top = state.isEmpty() ? null : state.getLast();
        return switch (call.name()) {
            case "push" -> Next.of(with(state, call));
            case "pop" -> Next.of(state.isEmpty() ? state : state.subList(0, state.size() - 1), top);
            case "peek" -> Next.of(state, top);
            default -> throw Sequential.unknown("stack", call, "push(item), pop() and peek()");
        };
    }

    private static List<Object> with(List<Object> state, Call call) {
        var items = new ArrayList<>(state);
        items.add(Objects.requireNonNull(call.argument(0), "item"));
        return List.copyOf(items);
    }

    /**
     * Models a set, whose elements are checked apart: {@code add(element)} and {@code remove(element)} return whether
     * the set has changed, {@code contains(element)} whether it is there.
     *
     * @return the model
     */
    public static Model<?, Call, Object> set() {
        return Sequential.byFirstArgument(false, Models::set);
    }

    private static Next<Boolean> set(Boolean there, Call call) {
        return switch (call.name()) {
            case "add" -> Next.of(true, !there);
            case "remove" -> Next.of(false, there);
            case "contains" -> Next.of(there, there);
            default -> throw Sequential.unknown("set", call, "add(element), remove(element) and contains(element)");
        };
    }

    /**
     * Models a counter: {@code get()} returns its value, {@code add(n)} changes it, and {@code addAndGet(n)} and
     * {@code getAndAdd(n)} also return the value after and before it.
     *
     * @param initial its first value
     * @return the model
     */
    public static Model<?, Call, Object> counter(long initial) {
        return Sequential.of(initial, Models::counter);
    }

    private static Next<Long> counter(Long value, Call call) {
        return switch (call.name()) {
            case "get" -> Next.of(value, value);
            case "add" -> Next.of(value + number(call));
            case "addAndGet" -> Next.of(value + number(call), value + number(call));
            case "getAndAdd" -> Next.of(value + number(call), value);
            default -> throw Sequential.unknown("counter", call, "get(), add(n), addAndGet(n) and getAndAdd(n)");
        };
    }

    private static long number(Call call) {
        if (call.argument(0) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(call + ": the argument must be a number");
    }

    /**
     * Models a lock that its owner may not lock again: {@code lock(owner)} waits until it is free,
     * {@code tryLock(owner)} returns whether it was, and {@code unlock(owner)} can happen if {@code owner} has it only.
     *
     * @return the model
     */
    public static Model<?, Call, Object> lock() {
        return Sequential.of(Optional.empty(), Models::lock);
    }

    private static @Nullable Next<Optional<Object>> lock(Optional<Object> owner, Call call) {
        Optional<Object> caller = Optional.of(Objects.requireNonNull(call.argument(0), "owner"));
        return switch (call.name()) {
            case "lock" -> owner.isPresent() ? null : Next.of(caller);
            case "tryLock" -> Next.of(owner.isPresent() ? owner : caller, owner.isEmpty());
            case "unlock" -> owner.equals(caller) ? Next.of(Optional.empty()) : null;
            default -> throw Sequential.unknown("lock", call, "lock(owner), tryLock(owner) and unlock(owner)");
        };
    }

    /**
     * Models a semaphore: {@code acquire()} waits for a permit, {@code tryAcquire()} returns whether there was one, and
     * {@code release()} gives one back.
     *
     * @param permits how many there are at first
     * @return the model
     */
    public static Model<?, Call, Object> semaphore(int permits) {
        return Sequential.of(permits, Models::semaphore);
    }

    private static @Nullable Next<Integer> semaphore(Integer left, Call call) {
        return switch (call.name()) {
            case "acquire" -> left == 0 ? null : Next.of(left - 1);
            case "tryAcquire" -> Next.of(left == 0 ? 0 : left - 1, left > 0);
            case "release" -> Next.of(left + 1);
            default -> throw Sequential.unknown("semaphore", call, "acquire(), tryAcquire() and release()");
        };
    }
}
