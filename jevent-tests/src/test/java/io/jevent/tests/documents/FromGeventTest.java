// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.architecture.Modules;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The names of jevent that the table for gevent's users gives exist. */
class FromGeventTest {

    private static final Pattern NAME =
            Pattern.compile("(new )?@?(?<type>[A-Z]\\w*)(\\.(?<member>\\w+))?(\\((?<arguments>[^)]*)\\))?");
    private static final Map<String, Class<?>> TYPES = publicTypes();

    private static Map<String, Class<?>> publicTypes() {
        var types = new HashMap<String, Class<?>>();
        for (String module : Modules.LIBRARIES) {
            Path sources = Document.ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources.resolve("io/jevent"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("internal"))
                        .map(file -> sources.relativize(file).toString())
                        .filter(name -> !name.endsWith("-info.java"))
                        .map(name -> load(name.replace(".java", "").replace('/', '.')))
                        .filter(type -> Modifier.isPublic(type.getModifiers()))
                        .forEach(type -> types.put(type.getSimpleName(), type));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return types;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> names() {
        return Document.read(Document.ROOT.resolve("docs/from-gevent.md"))
                .text()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.contains("| jevent |"))
                .map(line -> line.split(" \\| ", -1)[1])
                .flatMap(column -> Pattern.compile("`([^`]+)`").matcher(column).results())
                .map((MatchResult span) -> span.group(1))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameExists(String name) {
        var matcher = NAME.matcher(name);
        assertThat(matcher.matches())
                .as("%s is a type or a member of one", name)
                .isTrue();
        Class<?> type = TYPES.get(matcher.group("type"));
        assertThat(type).as("the type of %s", name).isNotNull();
        String member = matcher.group("member");
        if (name.startsWith("new ")) {
            int count = matcher.group("arguments").isEmpty()
                    ? 0
                    : matcher.group("arguments").split(",", -1).length;
            assertThat(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == count);
        } else if (member != null) {
            assertThat(Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods())))
                    .anyMatch(method -> method.getName().equals(member)
                            && (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0);
        }
    }
}
