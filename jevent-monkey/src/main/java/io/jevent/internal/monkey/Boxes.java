// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Byte;
import static java.lang.constant.ConstantDescs.CD_Character;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Short;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Primitive values in and out of their boxes. */
final class Boxes {

    private Boxes() {}

    private static ClassDesc boxOf(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> CD_Boolean;
            case BYTE -> CD_Byte;
            case CHAR -> CD_Character;
            case SHORT -> CD_Short;
            case INT -> CD_Integer;
            case LONG -> CD_Long;
            case FLOAT -> CD_Float;
            case DOUBLE -> CD_Double;
            default -> throw new IllegalArgumentException("no box for " + kind);
        };
    }

    static void box(CodeBuilder code, TypeKind kind) {
        if (kind != TypeKind.REFERENCE) {
            code.invokestatic(boxOf(kind), "valueOf", MethodTypeDesc.of(boxOf(kind), kind.upperBound()));
        }
    }

    static void unbox(CodeBuilder code, TypeKind kind, ClassDesc type) {
        if (kind == TypeKind.REFERENCE) {
            code.checkcast(type);
        } else {
            ClassDesc box = boxOf(kind);
            code.checkcast(box)
                    .invokevirtual(
                            box, kind.upperBound().displayName() + "Value", MethodTypeDesc.of(kind.upperBound()));
        }
    }
}
