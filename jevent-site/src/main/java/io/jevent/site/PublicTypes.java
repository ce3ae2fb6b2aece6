// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public types of all modules, as the files in {@code api} list them, and their pages of Javadoc. */
final class PublicTypes {

    private static final Pattern TYPE = Pattern.compile(
            "(?:API|SPI|internal) .*?\\b(?:class|interface|@interface|enum|record) (io\\.jevent\\.[\\w.]+).*");

    private static final Pattern MENTION =
            Pattern.compile("(?:new |@)?([A-Z]\\w*)(?:\\.[A-Z]\\w*)?(?:\\.\\w+)?(?:\\(.*\\))?");

    /**
     * A public type.
     *
     * @param name its name with the package
     * @param url its page, from the root of the site
     */
    record Type(String name, String url) {

        /** Returns the name without the package, but with the class around it: {@code Response.Cookie}. */
        String shortName() {
            return name.substring(packageName().length() + 1);
        }

        String packageName() {
            int end = 0;
            while (!Character.isUpperCase(name.charAt(end))) {
                end = name.indexOf('.', end) + 1;
            }
            return name.substring(0, end - 1);
        }
    }

    private final List<Type> types;
    private final Map<String, Type> byShortName = new HashMap<>();

    private PublicTypes(List<Type> types) {
        this.types = types;
        Set<String> ambiguous = new HashSet<>();
        for (Type type : types) {
            if (byShortName.put(type.shortName(), type) != null) {
                ambiguous.add(type.shortName());
            }
        }
        byShortName.keySet().removeAll(ambiguous);
    }

    /** Reads the signatures of all modules below the root of the project. */
    static PublicTypes read(Path root) throws IOException {
        var types = new ArrayList<Type>();
        for (String module : Javadoc.modules(root)) {
            for (String line : Files.readAllLines(root.resolve("api").resolve(module + ".api"))) {
                Matcher type = TYPE.matcher(line);
                if (type.matches()) {
                    types.add(typeOf(module, type.group(1)));
                }
            }
        }
        return new PublicTypes(List.copyOf(types));
    }

    private static Type typeOf(String module, String name) {
        var unplaced = new Type(name, "");
        String url = Javadoc.FOLDER + "/" + Javadoc.nameOf(module) + "/"
                + unplaced.packageName().replace('.', '/') + "/" + unplaced.shortName() + ".html";
        return new Type(name, url);
    }

    /** Returns all types, in the order of the modules. */
    List<Type> all() {
        return types;
    }

    /** Finds the type that a piece of code names: {@code Queue}, {@code new Queue(10)}, {@code Queue.put}. */
    Optional<Type> named(String code) {
        if (code.startsWith("io.jevent.")) {
            return types.stream().filter(type -> type.name().equals(code)).findFirst();
        }
        Matcher mention = MENTION.matcher(code);
        return mention.matches() ? Optional.ofNullable(byShortName.get(mention.group(1))) : Optional.empty();
    }
}
