// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Converts the text of a parameter into a value. If it cannot, the response is 400, with a message that names the
 * parameter and the values that are allowed.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class Converter<T> {

    /** Whole numbers of 32 bits. */
    public static final Converter<Integer> INT = of("a whole number", Integer::valueOf);

    /** Whole numbers of 64 bits. */
    public static final Converter<Long> LONG = of("a whole number", Long::valueOf);

    /** Finite decimal numbers. */
    public static final Converter<Double> DOUBLE = of("a number", Converter::finite);

    /** {@code true} or {@code false}. */
    public static final Converter<Boolean> BOOLEAN = of("true or false", Converter::truth);

    /** UUIDs in their full form of 36 characters. */
    public static final Converter<UUID> UNIQUE_ID = of("a UUID", Converter::uuid);

    /** Dates, for example {@code 2026-01-31}. */
    public static final Converter<LocalDate> DATE = of("a date, for example 2026-01-31", LocalDate::parse);

    /** Points in time, for example {@code 2026-01-31T12:00:00Z}. */
    public static final Converter<Instant> INSTANT = of("a time, for example 2026-01-31T12:00:00Z", Instant::parse);

    private static final int UUID_LENGTH = 36;

    private final String expected;
    private final Function<String, T> function;

    private Converter(String expected, Function<String, T> function) {
        this.expected = expected;
        this.function = function;
    }

    /**
     * Creates a converter.
     *
     * @param <T> the type of the value
     * @param expected the values that are allowed, as the client reads it after "must be"
     * @param function converts the text; throws any {@link RuntimeException} if it cannot
     * @return the converter
     */
    public static <T> Converter<T> of(String expected, Function<String, T> function) {
        return new Converter<>(expected, function);
    }

    /**
     * Returns a converter to the constants of an enum, whose names are compared without case.
     *
     * @param <E> the enum
     * @param type the class of the enum
     * @return the converter
     */
    public static <E extends Enum<E>> Converter<E> ofEnum(Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return of("one of " + names, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /**
     * Returns a converter that allows only some of this one's values.
     *
     * @param what the values that are allowed, as the client reads it after "must be"
     * @param allowed returns whether a value is allowed
     * @return the converter
     */
    public Converter<T> only(String what, java.util.function.Predicate<? super T> allowed) {
        return of(what, text -> {
            T value = function.apply(text);
            if (!allowed.test(value)) {
                throw new IllegalArgumentException(what);
            }
            return value;
        });
    }

    /** Converts the value of a parameter; the response to another text is 400. */
    T convert(String kind, String name, String text) {
        try {
            return function.apply(text);
        } catch (RuntimeException e) {
            var refusal = new HttpException(400, "the " + kind + " \"" + name + "\" must be " + expected);
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static Double finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    /** {@link UUID#fromString} also accepts shorter texts. */
    private static UUID uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException(text);
        }
        return UUID.fromString(text);
    }

    @Override
    public String toString() {
        return "converter to " + expected;
    }
}
