import Foundation
public enum Support {}
