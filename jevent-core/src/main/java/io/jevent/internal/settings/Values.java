// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.settings;

import java.time.Duration;
import java.util.List;

/** The values that a setting accepts. */
sealed interface Values {
    Values DURATION = new Time();
    Values SWITCH = new Choice("true", "false");
    Values COUNT = new Whole(1, Integer.MAX_VALUE);

    /** Describes the allowed values, for a message. */
    String allowed();

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is not allowed, or a {@code DateTimeParseException}
     */
    Object parse(String text);

    /** Some text, which its reader checks. */
    record Text(String allowed) implements Values {
        @Override
        public Object parse(String text) {
            return text;
        }
    }

    /** One of a few words. */
    record Choice(List<String> words) implements Values {
        Choice(String... words) {
            this(List.of(words));
        }

        @Override
        public String allowed() {
            return String.join(", ", words);
        }

        @Override
        public Object parse(String text) {
            if (!words.contains(text)) {
                throw new IllegalArgumentException("unknown word: " + text);
            }
            return text;
        }
    }

    /** A whole number. */
    record Whole(long min, long max) implements Values {
        @Override
        public String allowed() {
            return "a whole number, " + min + " to " + max;
        }

        @Override
        public Object parse(String text) {
            long number = Long.parseLong(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException("out of range: " + text);
            }
            return number;
        }
    }

    /** A length of time. */
    record Time() implements Values {
        private static final int MAX_DIGITS = 9;

        @Override
        public String allowed() {
            return "a duration: 250ms, 2s, 1m, 1h, 0, or in ISO 8601 PT0.5S";
        }

        @Override
        public Object parse(String text) {
            int digits = 0;
            while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
                digits++;
            }
            if (text.equals("0")) {
                return Duration.ZERO;
            }
            return digits > 0 && digits <= MAX_DIGITS
                    ? amount(Long.parseLong(text.substring(0, digits)), text.substring(digits))
                    : iso(text);
        }

        private static Duration amount(long amount, String unit) {
            return switch (unit) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> throw new IllegalArgumentException("unknown unit: '" + unit + "'");
            };
        }

        private static Duration iso(String text) {
            Duration duration = Duration.parse(text);
            if (duration.isNegative()) {
                throw new IllegalArgumentException("negative: " + text);
            }
            return duration;
        }
    }
}
