package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.spec.Refinement;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/** What threads do with a registry of two backends and a refinement: look up, list, close. */
@Param(name = "which", gen = IntGen.class, conf = "0:3")
public class RegistryActs {
  private static final String[] LABELS = {"users", "orders", "admin", "nobody"};

  private final BackendRegistry registry =
      BackendRegistry.builder()
          .add(Backend.builder("users").origin("http://127.0.0.1:1").spec())
          .add(Backend.builder("orders").origin("http://127.0.0.1:2").spec())
          .refinement("admin", "users", Refinement.NONE)
          .open();
  private final LazyView users = ((BackendHandle) registry.backend("users")).found();
  private final LazyView admin = ((BackendHandle) registry.backend("admin")).found();

  @Operation
  public String find(@Param(name = "which") int which) {
    try {
      LazyView found = ((BackendHandle) registry.backend(LABELS[which])).found();
      return found.slot() == users.slot() ? "users" : found.label();
    } catch (NoSuchElementException e) {
      return "none";
    } catch (IllegalStateException e) {
      return "closed";
    }
  }

  @Operation
  public int labels() {
    return registry.labels().size();
  }

  @Operation
  public void close() {
    registry.close(Duration.ZERO);
  }

  /** Once closed it is closed for whoever looked it up before, through a refinement too. */
  @Validate
  public void closesWhatWasFound() {
    close();
    if (users.view() != null || admin.view() != null) { // Neither is opened any more.
      throw new IllegalStateException("a backend is open though its registry is closed");
    }
  }

  /** The same, one act after the other. */
  public static final class Plain {
    private boolean closed;

    public String find(int which) {
      if (closed) {
        return "closed";
      }
      return switch (which) {
        case 0, 2 -> "users";
        case 1 -> "orders";
        default -> "none";
      };
    }

    public int labels() {
      return 3;
    }

    public void close() {
      closed = true;
    }
  }
}
