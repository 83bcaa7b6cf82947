"""What sees: detectors turn a picture into body points. To add one, see CONTRIBUTING."""
