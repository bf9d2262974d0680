package io.forebay.internal.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for keys: the last eight bytes of their SHA-256. The low half is the last four bytes,
 * least significant byte first, which is what Varnish takes and its recorded choices hold for; the
 * high half is the four bytes before them, in the same order, for choices that must not hang
 * together with the first.
 */
public final class Keys {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LOW_AT = 28;
  private static final int HIGH_AT = 24;

  // A digest costs more to make than to use.
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(Keys::newDigest);

  private Keys() {}

  /** The number of a key; null, which is no value, has the number of the empty text. */
  public static long of(@Nullable String key) {
    return of(key == null ? new byte[0] : key.getBytes(StandardCharsets.UTF_8));
  }

  /** The number of a key. */
  public static long of(byte[] key) {
    byte[] digest = SHA_256.get().digest(key);
    long high = (int) INT.get(digest, HIGH_AT);
    return (high << Integer.SIZE) | Integer.toUnsignedLong((int) INT.get(digest, LOW_AT));
  }

  /**
   * The number below {@code depth} other keyed choices. Without it all keys that an outer choice
   * sends to a group would lie side by side in the inner one too, and most members get none.
   */
  static long at(int depth, long key) {
    if (depth == 0) {
      return key;
    }
    // The finalizer of MurmurHash3: every bit of the result depends on every bit of the key.
    long mixed = key + depth;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  /** The point of the key on a line of that length. */
  static int scaled(long key, int length) {
    return (int) (((key & 0xffff_ffffL) * length) >>> Integer.SIZE);
  }

  /** The part of 1 that the other half of the key stands for. */
  static double share(long key) {
    return (key >>> Integer.SIZE) * 0x1p-32;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
