package dev.coracle.gui.tray;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The icon: a boat, and above it what the clusters do. The shapes differ, so that nobody needs to
 * tell the colours apart.
 */
record TrayPicture(BufferedImage image) {
  /** The picture is thought of as 64 units wide and high. */
  private static final double GRID = 64;

  private static final Shape BOAT = boat();
  private static final BasicStroke OUTLINE =
      new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  /** The same picture in each of the sizes, in pixels. */
  static List<TrayPicture> of(TrayState state, TrayTone tone, int... sizes) {
    return Arrays.stream(sizes).mapToObj(size -> draw(state, tone, size)).toList();
  }

  int size() {
    return image.getWidth();
  }

  /** Four bytes a pixel, alpha first, rows from the top. */
  byte[] argb() {
    var bytes = ByteBuffer.allocate(size() * size() * Integer.BYTES);
    for (int y = 0; y < size(); y++) {
      for (int x = 0; x < size(); x++) {
        bytes.putInt(image.getRGB(x, y));
      }
    }
    return bytes.array();
  }

  private static TrayPicture draw(TrayState state, TrayTone tone, int size) {
    var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    var canvas = image.createGraphics();
    try {
      canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      canvas.scale(size / GRID, size / GRID);
      canvas.setColor(colour(state, tone));
      draw(state, canvas);
    } finally {
      canvas.dispose();
    }
    return new TrayPicture(image);
  }

  private static void draw(TrayState state, Graphics2D canvas) {
    canvas.setStroke(OUTLINE);
    canvas.draw(BOAT);
    switch (state) {
      case NONE -> {}
      case STARTING -> {
        for (int x : new int[] {12, 32, 52}) {
          canvas.fill(circle(x, 14, 6));
        }
      }
      case RUNNING -> {
        canvas.fill(BOAT);
        canvas.fill(circle(32, 14, 11));
      }
      case ASLEEP -> {
        var moon = new Area(circle(32, 14, 12));
        moon.subtract(new Area(circle(38, 10, 10)));
        canvas.fill(moon);
      }
      case PROBLEM -> {
        canvas.fill(BOAT);
        canvas.fill(new RoundRectangle2D.Double(27, 0, 10, 17, 6, 6));
        canvas.fill(circle(32, 24, 5));
      }
    }
  }

  private static Shape boat() {
    var boat = new Path2D.Double();
    boat.moveTo(5, 34);
    boat.lineTo(59, 34);
    boat.curveTo(57, 52, 46, 59, 32, 59);
    boat.curveTo(18, 59, 7, 52, 5, 34);
    boat.closePath();
    return boat;
  }

  private static Shape circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private static Color colour(TrayState state, TrayTone tone) {
    return switch (tone) {
      case DARK -> new Color(0x1f2328);
      case LIGHT -> new Color(0xffffff);
      case COLOUR ->
          switch (state) {
            case NONE -> new Color(0x8b949e);
            case STARTING -> new Color(0xd98e04);
            case RUNNING -> new Color(0x1f9d63);
            case ASLEEP -> new Color(0x4c82ee);
            case PROBLEM -> new Color(0xe0434b);
          };
    };
  }
}
